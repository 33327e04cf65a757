// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.settings.Setting;
import dev.seks.approval.settings.SettingsFile;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the YAML file that says how to speak with Slack; paths in it are relative to it. */
public final class SlackConfigFile {
    private final SettingsFile file;
    private final Faults faults;

    private SlackConfigFile(SettingsFile file) {
        this.file = file;
        this.faults = file.faults();
    }

    /**
     * Reads one file.
     *
     * @throws IllegalArgumentException that names all that is wrong with it
     */
    public static SlackConfig read(Path file) {
        return SettingsFile.read(
                file,
                "the Slack settings",
                Setting.keys(SlackSetting.values()),
                (root, fields, settings) -> new SlackConfigFile(settings).config(root, fields));
    }

    private @Nullable SlackConfig config(YamlNode root, YamlFields fields) {
        Path bot = path(fields, SlackSetting.BOT_TOKEN_FILE);
        Path webhook = path(fields, SlackSetting.WEBHOOK_FILE);
        Path app = path(fields, SlackSetting.APP_TOKEN_FILE);
        List<Path> secrets = fields.texts(SlackSetting.SIGNING_SECRET_FILES.key()).stream()
                .map(secret -> file.resolve(secret.text()))
                .toList();
        Map<String, String> channels = channels(fields);
        URI api = api(fields);
        if (!faults.isEmpty()) {
            return null;
        }
        try {
            return new SlackConfig(bot, webhook, new ChannelPlan(channels), app, secrets, api);
        } catch (IllegalArgumentException e) {
            faults.add(root, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Path path(YamlFields fields, SlackSetting setting) {
        return fields.text(setting.key()).map(path -> file.resolve(path.text())).orElse(null);
    }

    private Map<String, String> channels(YamlFields fields) {
        Map<String, String> channels = new LinkedHashMap<>();
        fields.entries(SlackSetting.CHANNELS.key()).forEach((key, entry) -> {
            ChannelPlan.keyFault(key).ifPresent(fault -> faults.add(entry.key(), fault));
            YamlFields.text(entry.value(), "channel", faults).ifPresent(channel -> {
                ChannelPlan.channelFault(channel.text()).ifPresent(fault -> faults.add(channel, fault));
                channels.put(key, channel.text());
            });
        });
        return channels;
    }

    private URI api(YamlFields fields) {
        return fields.text(SlackSetting.API_URL.key())
                .map(url -> {
                    try {
                        return URI.create(url.text());
                    } catch (IllegalArgumentException e) {
                        faults.add(url, "api_url is " + url.described() + ", expected an https URL that ends with /");
                        return SlackApi.SLACK;
                    }
                })
                .orElse(SlackApi.SLACK);
    }
}
