// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.skerry.shell.internal.check.ConfigurationReport.Mistake;

/** Compares {@code etc/*.cfg} with what the bundles understand. */
final class ConfigurationFiles {

    private static final String SUFFIX = ".cfg";

    private final Set<String> stopped;
    private final List<Mistake> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ConfigurationFiles(Set<String> stopped) {
        this.stopped = stopped;
    }

    /**
     * Reads and compares all files of a folder.
     *
     * @param etc the folder; none is no mistake
     * @param definitions keys by PID or factory PID
     * @param stopped components that could not be activated
     * @return what is wrong
     */
    static ConfigurationReport check(Path etc, Map<String, Map<String, Definition>> definitions, Set<String> stopped) {
        ConfigurationFiles check = new ConfigurationFiles(stopped);
        if (Files.isDirectory(etc)) {
            try (Stream<Path> files = Files.list(etc)) {
                files.filter(it -> it.toString().endsWith(SUFFIX)).sorted().forEach(it -> check.file(it, definitions));
            } catch (IOException e) {
                check.error("etc", "etc: cannot be read (" + e.getMessage() + ")");
            }
        }
        return new ConfigurationReport(check.errors, check.warnings);
    }

    private void file(Path file, Map<String, Map<String, Definition>> definitions) {
        String name = file.getFileName().toString();
        String label = "etc/" + name;
        String stem = name.substring(0, name.length() - SUFFIX.length());
        int dash = stem.indexOf('-');
        // FileInstall takes what stands before the first hyphen for the factory, and knows no other sign.
        String pid = dash > 0 ? stem.substring(0, dash) : stem;
        Map<String, Definition> keys = definitions.get(pid);
        if (keys == null) {
            warnings.add(label + ": no bundle of this node knows " + pid + better(stem, definitions.keySet()));
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            error(pid, label + ": cannot be read (" + e.getMessage() + ")");
            return;
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            Definition definition = keys.get(key);
            String value = properties.getProperty(key);
            if (definition == null) {
                String hint = Nearest.to(key, keys.keySet())
                        .map(it -> "; did you mean " + it + "?")
                        .orElse("");
                warnings.add(label + ": there is no key " + key + ", so it is ignored" + hint);
            } else if (!value.contains("${")) {
                // What stands for a property of the framework is only known once it is put in.
                definition.complaint(value).ifPresent(it -> error(pid, label + ": " + key + ": " + it));
            }
        }
    }

    private void error(String pid, String text) {
        errors.add(new Mistake(
                pid,
                text,
                stopped.contains(pid)
                        ? pid + " stands still until it is mended"
                        : "what was set before holds until it is mended"));
    }

    private static String better(String stem, Set<String> pids) {
        int tilde = stem.indexOf('~');
        if (tilde > 0 && pids.contains(stem.substring(0, tilde))) {
            return "; name it " + stem.replace('~', '-') + SUFFIX;
        }
        return Nearest.to(stem, pids)
                .map(it -> "; did you mean " + it + SUFFIX + "?")
                .orElse("");
    }
}
