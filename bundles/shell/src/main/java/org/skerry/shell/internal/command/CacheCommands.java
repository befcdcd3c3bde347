// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.skerry.api.Cache;
import org.skerry.api.CacheException;
import org.skerry.api.CachedContent;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;

/**
 * What the node keeps for others: {@code cache-add {link, pin?}}, {@code cache-pin {link}}, {@code cache-unpin {link}},
 * {@code cache-drop {link}}, {@code cache-list}. A link may be a root alone; a secret in it is not kept.
 */
final class CacheCommands {

    private CacheCommands() {}

    static List<Command> all(WithSkerry skerry) {
        return List.of(
                QueryCommands.command("cache-add", (arguments, reply) -> {
                    ContentLink link = link(arguments);
                    boolean pin = arguments.flag("pin");
                    ask(skerry, reply, cache -> cache.add(link, pin), it -> tell(reply, it));
                }),
                change("cache-pin", skerry, (cache, root) -> cache.pin(root, true)),
                change("cache-unpin", skerry, (cache, root) -> cache.pin(root, false)),
                change("cache-drop", skerry, Cache::drop),
                QueryCommands.command(
                        "cache-list",
                        (arguments, reply) -> ask(skerry, reply, Cache::list, all -> {
                            ArrayNode out = Json.array();
                            all.forEach(it -> out.add(Json.of(it)));
                            reply.data(out);
                            reply.done();
                        })));
    }

    /** Changes one content. */
    private interface Change {
        CompletionStage<Optional<CachedContent>> of(Cache cache, ChunkId root);
    }

    private static Command change(String name, WithSkerry skerry, Change change) {
        return QueryCommands.command(name, (arguments, reply) -> {
            ChunkId root = link(arguments).root();
            ask(skerry, reply, cache -> change.of(cache, root), found -> {
                if (found.isPresent()) {
                    tell(reply, found.get());
                } else {
                    reply.exit(Reply.NOT_FOUND, "this node does not cache " + root + "; 'skerry cache add' makes it");
                }
            });
        });
    }

    private static ContentLink link(Arguments arguments) throws UsageException {
        String text = arguments.requiredText("link").strip();
        try {
            return ContentLink.parse(text.startsWith("skerry:") ? text : "skerry:" + text)
                    .withoutSecret();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static <T> void ask(
            WithSkerry skerry, Reply reply, Function<Cache, CompletionStage<T>> question, Consumer<T> then) {
        skerry.then(reply, node -> {
            var unused = question.apply(node.cache())
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                if (failure == null) {
                                    then.accept(answer);
                                } else {
                                    fail(reply, failure);
                                }
                            },
                            skerry.loop());
        });
    }

    private static void fail(Reply reply, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        reply.exit(
                Reply.FAILED,
                cause instanceof CacheException ? String.valueOf(cause.getMessage()) : "the cache failed: " + cause);
    }

    private static void tell(Reply reply, CachedContent content) {
        reply.data(Json.of(content));
        reply.done();
    }
}
