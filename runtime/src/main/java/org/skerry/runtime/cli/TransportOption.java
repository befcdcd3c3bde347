// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NativePackages;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --transport}, of commands that boot a node: which of its transport features the node gets. */
public final class TransportOption {

    private static final String FEATURE = "transport-";

    /** What can be chosen. */
    public enum Choice {
        /** All that the home names. */
        AUTO,
        /** TLS over TCP only. */
        DIRECT,
        /** WebRTC data channels only. */
        WEBRTC;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads one, in whatever case. */
    static final class ChoiceConverter implements ITypeConverter<Choice> {

        @Override
        public Choice convert(String value) {
            return Stream.of(Choice.values())
                    .filter(it -> it.toString().equalsIgnoreCase(value))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("expected auto, direct or webrtc, but was '" + value + "'"));
        }
    }

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = ChoiceConverter.class,
            description = "The transport to use: direct, webrtc, or auto for all that the home has. Default: auto.")
    private Choice choice = Choice.AUTO;

    /** {@return what was chosen} */
    public Choice choice() {
        return choice;
    }

    /** {@return as it is given on a command line} */
    public String word() {
        return choice.toString();
    }

    /** A node that runs already has its transports. */
    void refuseFor(NodeHome home) throws CommandException {
        if (choice != Choice.AUTO) {
            throw new CommandException(
                    Exit.USAGE,
                    "a node is running in " + home.folder()
                            + " already, with transports of its own; stop it, or leave out" + " --transport");
        }
    }

    /** {@return framework properties with which a node in a home has the chosen transport only} */
    Map<String, String> overrides(NodeHome home) throws NodeException {
        Distribution distribution = Distribution.current();
        boolean webRtcWorks = NativePackages.missing(distribution).isEmpty();
        return Map.of(NodeHome.FEATURES, String.join(",", features(home.features(distribution), webRtcWorks)));
    }

    /** With several transports, one that cannot work is left out: trying to load its library costs 23 MB of disk each time. */
    List<String> features(List<String> all, boolean webRtcWorks) {
        if (choice == Choice.AUTO) {
            boolean others = all.stream().filter(it -> it.startsWith(FEATURE)).count() > 1;
            return all.stream()
                    .filter(it -> webRtcWorks || !others || !it.equals(FEATURE + Choice.WEBRTC))
                    .toList();
        }
        List<String> out = new ArrayList<>(all);
        out.removeIf(it -> it.startsWith(FEATURE));
        out.add(FEATURE + word());
        return out;
    }
}
