// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.Function;
import org.skerry.api.Skerry;

/** Commands that answer with one document and are done: {@code peers}, {@code transfers}, {@code bundles}. */
final class QueryCommands {

    private QueryCommands() {}

    static Command peers(WithSkerry skerry) {
        return query("peers", skerry, node -> {
            ArrayNode out = Json.array();
            node.peers().forEach(peer -> out.add(Json.of(peer)));
            return out;
        });
    }

    static Command transfers(WithSkerry skerry) {
        return query("transfers", skerry, node -> {
            ArrayNode out = Json.array();
            node.transfers().forEach(it -> out.add(Json.of(it.status(), it.link())));
            return out;
        });
    }

    static Command bundles(Node node) {
        return command("bundles", (arguments, reply) -> {
            ArrayNode out = Json.array();
            for (Node.BundleState bundle : node.bundles()) {
                out.addObject()
                        .put("id", bundle.id())
                        .put("name", bundle.name())
                        .put("version", bundle.version())
                        .put("state", bundle.state());
            }
            reply.data(out);
            reply.done();
        });
    }

    private static Command query(String name, WithSkerry skerry, Function<Skerry, JsonNode> ask) {
        return command(
                name,
                (arguments, reply) -> skerry.then(reply, node -> {
                    reply.data(ask.apply(node));
                    reply.done();
                }));
    }

    static Command command(String name, Body body) {
        return new Command() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Arguments arguments, Reply reply) throws UsageException {
                body.run(arguments, reply);
            }
        };
    }

    /** What a command does. */
    interface Body {
        void run(Arguments arguments, Reply reply) throws UsageException;
    }
}
