// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skerry.itests.Trees;

/** Starts nodes whose only transport is WebRTC, at the two ends of a segment. */
final class WebRtcNodes {

    static final String PROPERTIES = "node.properties";
    static final String FEATURES = "skerry.features = framework, node, transport-webrtc, signaling-multicast, "
            + "store-file, sync-rarest, shell\n";

    private final Path work;
    private final Segment segment;

    WebRtcNodes(Path work, Segment segment) {
        this.work = work;
        this.segment = segment;
    }

    Segment segment() {
        return segment;
    }

    /** {@return a folder below the one to work in} */
    Path folder(String name) {
        return work.resolve(name);
    }

    /** Starts one at this end and waits until it is ready. @param etc what it needs beyond its features */
    NodeProcess here(String name, Map<String, String> etc) throws Exception {
        return ready(NodeProcess.launch(List.of(), work.resolve(name), "", configured(etc)));
    }

    /** The same at the other end. */
    NodeProcess there(String name, Map<String, String> etc) throws Exception {
        return ready(launchThere(name, "", etc));
    }

    /** The same, but does not wait. @param javaOptions for its Java, separated by spaces */
    NodeProcess launchThere(String name, String javaOptions, Map<String, String> etc) throws IOException {
        return NodeProcess.launch(segment.there(), work.resolve(name), javaOptions, configured(etc));
    }

    private static NodeProcess ready(NodeProcess node) throws Exception {
        node.control().awaitReady();
        return node;
    }

    static Map<String, String> configured(Map<String, String> etc) {
        Map<String, String> all = new HashMap<>(etc);
        all.merge(PROPERTIES, FEATURES, (more, features) -> features + more);
        return all;
    }

    /** Makes a folder with one file. @return the folder */
    Path share(String name, long bytes) throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        Trees.random(folder.resolve("content.bin"), bytes, bytes);
        return folder;
    }
}
