// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.oracle.Answer;
import dev.seks.broker.oracle.Answer.Needed;
import dev.seks.broker.oracle.Answer.Seats;
import dev.seks.broker.oracle.Asked;
import dev.seks.broker.oracle.World;
import dev.seks.broker.oracle.WorldText;
import dev.seks.broker.policy.Compiled;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The evaluator as it is, asked and answering in the words of the oracle: it reads the files that say the same. */
final class RealReader implements World.Reader {
    private int worlds;

    @Override
    public World.Judge read(World world) {
        List<SourceFile> files = new ArrayList<>();
        WorldText.catalogue(world).forEach((service, text) -> files.add(new SourceFile(service + ".yaml", text)));
        if (!(ActionCatalogue.load(files) instanceof ActionCatalogue.Loaded loaded)) {
            throw new AssertionError("a faulty catalogue\n" + files);
        }
        ActivePolicy policy = new ActivePolicy(
                new byte[0],
                "",
                "",
                1,
                Compiled.of(WorldText.policy(world), loaded.catalogue(), worlds++ % Compiled.WAYS),
                loaded.catalogue(),
                world.policy().cast().operators());
        return asked -> answer(policy, asked);
    }

    private static Answer answer(ActivePolicy policy, Asked asked) {
        CapabilityRequest request = CapabilityRequest.newBuilder()
                .setRequestId("r")
                .setDomain("default")
                .setAgent(asked.agent())
                .setService(asked.service())
                .setAction(asked.action())
                .setParams(asked.params().json())
                .setCreatedAt(asked.at())
                .build();
        Evaluation evaluation =
                Evaluator.evaluate(DomainState.NEW, policy, request, GrantBook.empty(asked.agent()), asked.at());
        List<String> rules = evaluation.rules().stream().map(Rule::path).toList();
        if (evaluation instanceof Evaluation.Refused refused) {
            return new Answer("DENIED", refused.reason().name(), rules, null);
        }
        return evaluation instanceof Evaluation.Asked pending
                ? new Answer("PENDING", "APPROVAL_REQUIRED", rules, needed(pending.approval(), asked.at()))
                : new Answer("APPROVED", "ALLOWED_BY_RULE", rules, null);
    }

    private static Needed needed(Approval approval, Instant at) {
        SortedMap<String, List<String>> people = new TreeMap<>();
        approval.getApprovers().forEach(group -> people.put(group.getGroup(), group.getPeople()));
        Set<String> requirements = new TreeSet<>();
        approval.getRequirements().forEach(r -> requirements.add(r.getQuorum() + " of " + r.getGroups()));
        return new Needed(
                people,
                new Seats(requirements, approval.getQuorum()),
                (int) Duration.between(at, approval.getExpiresAt()).toMinutes(),
                approval.getAssurance() == ApprovalAssurance.SSO,
                approval.getGrantable());
    }
}
