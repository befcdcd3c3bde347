// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.skerry.base.loop.Loop;
import org.skerry.shell.internal.command.Settings.Change;
import org.skerry.shell.internal.command.Settings.Setting;

/**
 * The configuration: {@code config-list {pid?}}, {@code config-get {pid, key}}, {@code config-set {pid, key, value}} and
 * {@code config-unset {pid, key}}.
 */
final class ConfigCommands {

    private ConfigCommands() {}

    static List<Command> all(Node node, Loop loop) {
        return List.of(
                QueryCommands.command(
                        "config-list",
                        (arguments, reply) -> answer(
                                node.settings().list(arguments.text("pid")), loop, reply, all -> list(all, reply))),
                QueryCommands.command("config-get", (arguments, reply) -> {
                    String key = arguments.requiredText("key");
                    CompletionStage<List<Setting>> all =
                            node.settings().list(Optional.of(arguments.requiredText("pid")));
                    answer(all, loop, reply, found -> get(key, found, reply));
                }),
                QueryCommands.command(
                        "config-set",
                        (arguments, reply) ->
                                change(arguments, Optional.of(arguments.requiredText("value")), node, loop, reply)),
                QueryCommands.command(
                        "config-unset", (arguments, reply) -> change(arguments, Optional.empty(), node, loop, reply)));
    }

    private static void change(Arguments arguments, Optional<String> value, Node node, Loop loop, Reply reply)
            throws UsageException {
        String pid = arguments.requiredText("pid");
        String key = arguments.requiredText("key");
        answer(node.settings().change(pid, key, value), loop, reply, it -> {
            reply.data(of(it));
            reply.done();
        });
    }

    private static void list(List<Setting> all, Reply reply) {
        ArrayNode out = Json.array();
        all.forEach(it -> out.add(of(it)));
        reply.data(out);
        reply.done();
    }

    private static void get(String key, List<Setting> all, Reply reply) {
        Optional<Setting> found =
                all.stream().filter(it -> it.key().equals(key)).findFirst();
        if (found.isPresent()) {
            reply.data(of(found.get()));
            reply.done();
        } else {
            List<String> keys = all.stream().map(Setting::key).toList();
            reply.exit(
                    Reply.USAGE,
                    SettingNames.noKey(all.isEmpty() ? "" : all.get(0).pid(), key, keys));
        }
    }

    private static ObjectNode of(Setting setting) {
        return Json.object()
                .put("pid", setting.pid())
                .put("key", setting.key())
                .put("value", setting.value())
                .put("default", setting.fallback())
                .put("type", setting.type())
                .put("allowed", setting.allowed())
                .put("where", setting.where())
                .put("atStart", setting.atStart())
                .put("meaning", setting.meaning());
    }

    private static ObjectNode of(Change change) {
        return Json.object()
                .put("pid", change.pid())
                .put("key", change.key())
                .put("before", change.before())
                .put("value", change.value())
                .put("file", change.file())
                .put("effect", change.effect().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static <T> void answer(CompletionStage<T> stage, Loop loop, Reply reply, Consumer<T> then) {
        var unused = stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        then.accept(value);
                    } else {
                        fail(failure, reply);
                    }
                },
                loop);
    }

    private static void fail(Throwable failure, Reply reply) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SettingException refused) {
            reply.exit(refused.code(), Reply.oneLine(String.valueOf(refused.getMessage())));
        } else {
            reply.exit(Reply.FAILED, "the configuration could not be asked: " + Reply.oneLine(String.valueOf(cause)));
        }
    }
}
