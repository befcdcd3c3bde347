// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.skerry.api.CachedContent;
import org.skerry.api.ContentLink;
import org.skerry.api.IndexProgress;
import org.skerry.api.PeerInfo;
import org.skerry.api.Share;
import org.skerry.api.TransferResult;
import org.skerry.api.TransferStatus;

/** How values look as JSON: ids in their text form, times in ISO 8601, durations in milliseconds, sizes in bytes. */
public final class Json {

    /** Reads and writes trees; thread-safe. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An empty list. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An event of the control protocol, with the time. */
    public static ObjectNode event(String name) {
        return object().put("event", name).put("at", Instant.now().toString());
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode out = array();
        values.stream().map(Object::toString).sorted().forEach(out::add);
        return out;
    }

    static ObjectNode of(IndexProgress progress) {
        return object().put("files", progress.files())
                .put("bytes", progress.bytes())
                .put("totalFiles", progress.totalFiles())
                .put("totalBytes", progress.totalBytes());
    }

    /** A share; its link opens the content and is shown only to who made it. */
    static ObjectNode of(Share share, boolean withLink) {
        ObjectNode out = object().put("root", share.link().root().toString());
        if (withLink) {
            out.put("link", share.link().toString());
        }
        ArrayNode paths = out.putArray("paths");
        share.paths().forEach(path -> paths.add(path.toString()));
        return out.put("note", share.note())
                .put("files", share.files())
                .put("fileBytes", share.fileBytes())
                .put("chunks", share.manifest().chunks())
                .put("storedBytes", share.manifest().storedBytes());
    }

    static ObjectNode of(TransferStatus status) {
        ObjectNode out = object().put("id", status.id().toString())
                .put("state", status.state().name().toLowerCase(java.util.Locale.ROOT))
                .put("note", status.note());
        status.target().map(Path::toString).ifPresent(path -> out.put("target", path));
        out.put("chunksDone", status.chunksDone())
                .put("chunksTotal", status.chunksTotal())
                .put("bytesDone", status.bytesDone())
                .put("bytesTotal", status.bytesTotal())
                .put("bytesReceived", status.bytesReceived())
                .put("chunksReceived", status.chunksReceived())
                .put("bytesPerSecond", Math.round(status.bytesPerSecond()));
        status.remaining().ifPresent(left -> out.put("remainingMillis", left.toMillis()));
        return out.put("peers", status.peers());
    }

    static ObjectNode of(TransferStatus status, ContentLink link) {
        return of(status).put("root", link.root().toString());
    }

    static ObjectNode of(CachedContent content) {
        ObjectNode out = object().put("root", content.link().root().toString())
                .put("state", content.state().name().toLowerCase(java.util.Locale.ROOT))
                .put("note", content.note())
                .put("followed", content.followed())
                .put("pinned", content.pinned())
                .put("bytesHere", content.bytesHere())
                .put("bytesTotal", content.bytesTotal())
                .put("stored", content.stored().toString());
        content.lastServed().map(Object::toString).ifPresent(at -> out.put("lastServed", at));
        return out;
    }

    static ObjectNode of(TransferResult result) {
        if (result instanceof TransferResult.Complete complete) {
            ObjectNode out = object().put("outcome", "complete");
            complete.folder().map(Path::toString).ifPresent(path -> out.put("folder", path));
            return out;
        }
        if (result instanceof TransferResult.Failed failed) {
            return object().put("outcome", "failed")
                    .put("cause", failed.cause().name())
                    .put("message", failed.message());
        }
        return object().put("outcome", "cancelled");
    }

    static ObjectNode of(PeerInfo peer) {
        ObjectNode out = object().put("id", peer.id().toString())
                .put("state", peer.state().name().toLowerCase(java.util.Locale.ROOT));
        out.set("scopes", texts(peer.scopes()));
        peer.transport().ifPresent(name -> out.put("transport", name));
        peer.route().ifPresent(route -> out.put("route", Reply.oneLine(route)));
        Optional<Duration> rtt = peer.rtt();
        rtt.ifPresent(time -> out.put("rttMillis", millis(time)));
        out.put("bytesIn", peer.bytesIn())
                .put("bytesOut", peer.bytesOut())
                .put("lastHeard", peer.lastHeard().toString());
        out.set("swarms", texts(peer.swarms()));
        peer.refusal().ifPresent(why -> out.put("refusal", Reply.oneLine(why)));
        return out;
    }
}
