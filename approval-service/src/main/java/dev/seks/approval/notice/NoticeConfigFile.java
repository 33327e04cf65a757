// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import dev.seks.approval.notice.MailConfig.Security;
import dev.seks.approval.settings.SettingsFile;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the YAML file that says who is told of requests; paths in it are relative to it. */
public final class NoticeConfigFile {
    private static final String WEBHOOK = "webhook";
    private static final String EMAIL = "email";
    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_PER_MINUTE = 30;

    private final SettingsFile file;
    private final Faults faults;

    private NoticeConfigFile(SettingsFile file) {
        this.file = file;
        this.faults = file.faults();
    }

    /**
     * Reads one file.
     *
     * @throws IllegalArgumentException that names all that is wrong with it
     */
    public static NoticeConfig read(Path file) {
        return SettingsFile.read(
                file,
                "the settings of notices",
                NoticeSetting.parts(),
                (root, fields, settings) -> new NoticeConfigFile(settings).config(root, fields));
    }

    private @Nullable NoticeConfig config(YamlNode root, YamlFields fields) {
        WebhookConfig webhook = part(fields, WEBHOOK, this::webhook);
        MailConfig mail = part(fields, EMAIL, this::mail);
        return faults.isEmpty() ? made(root, () -> new NoticeConfig(webhook, mail)) : null;
    }

    private <T> @Nullable T part(YamlFields fields, String name, Function<YamlFields, @Nullable T> form) {
        return fields.any(name)
                .flatMap(node -> YamlFields.of(node, name, NoticeSetting.keys(name), faults))
                .map(form)
                .orElse(null);
    }

    /** What {@code make} makes, or a fault at {@code node} when it makes none of these values. */
    private <T> @Nullable T made(YamlNode node, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            faults.add(node, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable WebhookConfig webhook(YamlFields fields) {
        Optional<URI> url = fields.requiredText(NoticeSetting.URL.key()).flatMap(this::url);
        List<Path> secrets = fields.texts(NoticeSetting.SECRET_FILES.key()).stream()
                .map(secret -> file.resolve(secret.text()))
                .toList();
        return url.map(to -> made(fields.node(), () -> new WebhookConfig(to, secrets)))
                .orElse(null);
    }

    private Optional<URI> url(YamlScalar text) {
        try {
            return Optional.of(URI.create(text.text()));
        } catch (IllegalArgumentException e) {
            faults.add(text, "url of the webhook, expected an https URL");
            return Optional.empty();
        }
    }

    private @Nullable MailConfig mail(YamlFields fields) {
        Optional<String> host = fields.requiredText(NoticeSetting.HOST.key()).map(YamlScalar::text);
        Optional<MailAddress> from =
                fields.requiredText(NoticeSetting.FROM.key()).flatMap(this::address);
        Security security = fields.text(NoticeSetting.SECURITY.key())
                .flatMap(this::security)
                .orElse(Security.STARTTLS);
        int port = number(fields, NoticeSetting.PORT, MAX_PORT, security.port());
        int perMinute = number(fields, NoticeSetting.PER_MINUTE, MailConfig.MAX_PER_MINUTE, DEFAULT_PER_MINUTE);
        String name = fields.text(NoticeSetting.FROM_NAME.key())
                .map(YamlScalar::text)
                .orElse(NoticeSetting.FROM_NAME.fallback());
        String user =
                fields.text(NoticeSetting.USER.key()).map(YamlScalar::text).orElse(null);
        Path password = fields.text(NoticeSetting.PASSWORD_FILE.key())
                .map(path -> file.resolve(path.text()))
                .orElse(null);
        if (host.isEmpty() || from.isEmpty()) {
            return null;
        }
        MailConfig.Server server = new MailConfig.Server(host.get(), port, security);
        return made(fields.node(), () -> new MailConfig(server, from.get(), name, user, password, perMinute));
    }

    private static int number(YamlFields fields, NoticeSetting setting, int most, int otherwise) {
        return fields.integer(setting.key(), 1, most).map(Math::toIntExact).orElse(otherwise);
    }

    private Optional<MailAddress> address(YamlScalar text) {
        Optional<MailAddress> address = MailAddress.parse(text.text());
        if (address.isEmpty()) {
            faults.add(text, "from is " + text.described() + ", expected an address such as seks@acme.example");
        }
        return address;
    }

    private Optional<Security> security(YamlScalar text) {
        for (Security security : Security.values()) {
            if (security.name().toLowerCase(Locale.ROOT).equals(text.text())) {
                return Optional.of(security);
            }
        }
        faults.add(text, "security is " + text.described() + ", expected starttls, tls or none");
        return Optional.empty();
    }
}
