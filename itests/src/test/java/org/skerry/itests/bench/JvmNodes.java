// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeFramework;
import org.skerry.runtime.node.NodeHome;

/** Two nodes as two frameworks in this JVM, which meet by broadcast signaling alone. */
final class JvmNodes implements AutoCloseable {

    private static final String FEATURES =
            "framework, node, transport-direct, signaling-broadcast, store-file, sync-rarest, shell";

    private final NodeFramework sharing;
    private final NodeFramework seeking;
    private final Control sharer;
    private final Control seeker;

    JvmNodes(Path work) throws Exception {
        System.setProperty("skerry.home", work.resolve("two").toString());
        System.setProperty(
                "logback.configurationFile", work.resolve("two/etc/logback.xml").toString());
        sharing = start(work.resolve("one"));
        seeking = start(work.resolve("two"));
        sharer = new Control(work.resolve("one"));
        seeker = new Control(work.resolve("two"));
        sharer.awaitReady();
        seeker.awaitReady();
    }

    private static NodeFramework start(Path home) throws Exception {
        Distribution distribution = Distribution.current();
        NodeHome folder = new NodeHome(home);
        folder.prepare(distribution);
        for (Map.Entry<String, String> file : Meeting.ETC.entrySet()) {
            Files.writeString(folder.etc().resolve(file.getKey()), file.getValue());
        }
        Files.writeString(folder.etc().resolve("org.skerry.transport.direct.cfg"), "bind = 127.0.0.1\n");
        return NodeFramework.start(distribution, folder, Map.of("skerry.features", FEATURES));
    }

    Control sharer() {
        return sharer;
    }

    Control seeker() {
        return seeker;
    }

    @Override
    public void close() throws Exception {
        seeking.close();
        sharing.close();
    }
}
