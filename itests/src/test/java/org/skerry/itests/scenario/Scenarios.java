// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every scenario by its name. */
public final class Scenarios {

    /** In the order in which they run. */
    public static final Map<String, Scenario.Script> ALL = all();

    /** Those that take minutes: run with {@code -Pci} only. */
    public static final Set<String> LONG = Set.of(
            "WebRTC through a relay alone",
            "1 GiB and 10,000 files in a small heap",
            "what rots on the disk is found and healed",
            "the disk of a node's home is full for a while",
            "the disk of a gateway's store is full for a while");

    /** Those that say the most about the transport: run over WebRTC alone as well, and with {@code -Pci} all but {@link #NOT_OVER_WEBRTC}. */
    public static final Set<String> OVER_WEBRTC =
            Set.of("a tree of odd names arrives whole", "a fetch that was killed goes on");

    /** Those that bring their own transports, or call the node of a home again, which has its transports already. */
    public static final Set<String> NOT_OVER_WEBRTC = Set.of(
            "transports come, go and wear out during a fetch",
            "what is shared again while it is fetched arrives whole",
            "a gateway keeps within its quota, and what is pinned",
            "a running node takes shares and fetches over",
            "a node goes on with what it was told to fetch",
            "processes are killed at random moments",
            "what rots on the disk is found and healed",
            "the disk of a node's home is full for a while",
            "the disk of a gateway's store is full for a while",
            "bundles change while a node fetches",
            "an upgrade is killed at random moments",
            "WebRTC through a relay alone",
            "bad configuration");

    /** Those that mount a file system. */
    public static final Set<String> OF_ROOT = Set.of(
            "a full disk",
            "the disk of a node's home is full for a while",
            "the disk of a gateway's store is full for a while");

    /** The Debian package that one needs: skipped, and said so, where its command is missing. */
    public static final Map<String, Tool> TOOLS =
            Map.of("WebRTC through a relay alone", new Tool(Relayed.SERVER, "coturn"));

    /** A command that is no part of the project, and Debian's package that has it. */
    public record Tool(String command, String from) {

        /** {@return why it cannot be used here, or empty} */
        public Optional<String> obstacle() {
            boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
            return found ? Optional.empty() : Optional.of("no command " + command + "; install " + from);
        }
    }

    private Scenarios() {}

    /** {@return why a scenario cannot run here, if only root may run it and this is another user} */
    public static Optional<String> rootOnly(String name) {
        boolean may = !OF_ROOT.contains(name) || "root".equals(System.getProperty("user.name"));
        return may ? Optional.empty() : Optional.of("only root may mount a small disk");
    }

    /** {@return how long any of them may take} */
    public static Duration patience() {
        return Duration.ofMinutes(8).plusSeconds(6L * Killed.rounds());
    }

    private static Map<String, Scenario.Script> all() {
        Map<String, Scenario.Script> all = new LinkedHashMap<>();
        all.put("a tree of odd names arrives whole", Sharing::oddTree);
        all.put("a fetch that was killed goes on", Sharing::killedFetch);
        all.put("a fetch waits for a sharer that was killed", Sharing::killedSharer);
        all.put("what is shared again while it is fetched arrives whole", Sharing::sharedAgain);
        all.put("transports come, go and wear out during a fetch", ChangingTransports::rotatedStoppedUpdated);
        all.put("WebRTC through a relay alone", Relayed::relayOnly);
        all.put("a file changed while shared is named, never mixed", Sharing::changedFile);
        all.put("a small file changed while shared is named", Sharing::changedSmallFile);
        all.put("a node without the secret serves on", Caching::servesOn);
        all.put("a gateway keeps within its quota, and what is pinned", Caching::keepsWithinItsQuota);
        all.put("a running node takes shares and fetches over", RunningNode::handsOver);
        all.put("a node goes on with what it was told to fetch", RunningNode::goesOn);
        all.put("two nodes do not share a home", RunningNode::oneHome);
        all.put("processes are killed at random moments", Killed::atRandom);
        all.put("what rots on the disk is found and healed", Rotten::foundAndHealed);
        all.put("bundles change while a node fetches", Upgrading::whileFetching);
        all.put("an upgrade is killed at random moments", Upgrading::killed);
        all.put("bad links", BadInput::links);
        all.put("bad configuration", BadInput::configuration);
        all.put("bad folders", BadInput::folders);
        all.put("a full disk", BadInput::fullDisk);
        all.put("the disk of a node's home is full for a while", FullDisks::home);
        all.put("the disk of a gateway's store is full for a while", FullDisks::store);
        all.put("a link that nobody serves", BadInput::nobody);
        all.put("1 GiB and 10,000 files in a small heap", Sharing::bigTree);
        return all;
    }
}
