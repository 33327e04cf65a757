// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.log;

import java.net.URI;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Sets up logging, once per process and before the first logger is made. Built in code, because reading a configuration
 * file costs start-up time.
 */
public final class LogSetup extends ConfigurationFactory {
    private static final String MAX_FILE_SIZE = "10MB";
    private static final int MAX_FILES = 5;
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}{UTC} %-5p %c{1.} %m%n%xEx{separator(|)}";

    /** Warns of each answer that comes in after a reader has moved elsewhere, which is how ours are used. */
    private static final String ASSIGNED_READER = "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils";

    private final @Nullable Path file;
    private final boolean debug;

    private LogSetup(@Nullable Path file, boolean debug) {
        this.file = file;
        this.debug = debug;
    }

    /** Nothing is logged; with debug, warnings go to stderr. */
    public static void toNowhere(boolean debug) {
        install(new LogSetup(null, debug));
    }

    /** All goes to files of bounded size: warnings, and what seks itself does; with debug, what Kafka does too. */
    public static void toFile(Path file, boolean debug) {
        install(new LogSetup(file, debug));
    }

    /** Writes out what is buffered and ends logging. */
    public static void close() {
        LogManager.shutdown();
    }

    private static void install(LogSetup setup) {
        // the commands end logging themselves, after the last service has stopped
        System.setProperty("log4j.shutdownHookEnabled", "false");
        setConfigurationFactory(setup);
    }

    @Override
    protected String[] getSupportedTypes() {
        return new String[] {"*"};
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, ConfigurationSource source) {
        return build();
    }

    @Override
    public Configuration getConfiguration(LoggerContext context, String name, URI location) {
        return build();
    }

    private Configuration build() {
        ConfigurationBuilder<BuiltConfiguration> builder = newConfigurationBuilder();
        builder.setConfigurationName("seks").setStatusLevel(Level.OFF);
        if (file != null) {
            builder.add(rollingFile(builder, file));
            builder.add(builder.newLogger("dev.seks", Level.INFO));
            builder.add(builder.newLogger(ASSIGNED_READER, Level.ERROR));
            builder.add(builder.newRootLogger(debug ? Level.INFO : Level.WARN).add(builder.newAppenderRef("out")));
        } else if (debug) {
            builder.add(builder.newAppender("out", "Console")
                    .addAttribute("target", "SYSTEM_ERR")
                    .add(builder.newLayout("PatternLayout").addAttribute("pattern", LINE)));
            builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef("out")));
        } else {
            builder.add(builder.newRootLogger(Level.OFF));
        }
        return builder.build(false);
    }

    private static AppenderComponentBuilder rollingFile(ConfigurationBuilder<BuiltConfiguration> builder, Path file) {
        return builder.newAppender("out", "RollingFile")
                .addAttribute("fileName", file.toString())
                .addAttribute("filePattern", file + ".%i")
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", LINE))
                .addComponent(builder.newComponent("Policies")
                        .addComponent(builder.newComponent("SizeBasedTriggeringPolicy")
                                .addAttribute("size", MAX_FILE_SIZE)))
                .addComponent(builder.newComponent("DefaultRolloverStrategy").addAttribute("max", MAX_FILES));
    }
}
