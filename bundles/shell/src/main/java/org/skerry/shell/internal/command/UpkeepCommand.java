// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.skerry.api.admin.Upkeep;
import org.skerry.api.admin.Upkeep.Fault;
import org.skerry.api.admin.Upkeep.Kept;
import org.skerry.api.admin.Upkeep.Outcome;
import org.skerry.base.loop.Loop;

/**
 * {@code verify {deep?}} and {@code repair}: asks every part that keeps something on disk, one after the other. A part that
 * fails is told like a fault, and the others are asked all the same.
 */
final class UpkeepCommand implements Command {

    private final String name;
    private final boolean repair;
    private final Node node;
    private final Loop loop;

    private UpkeepCommand(String name, boolean repair, Node node, Loop loop) {
        this.name = name;
        this.repair = repair;
        this.node = node;
        this.loop = loop;
    }

    static UpkeepCommand verify(Node node, Loop loop) {
        return new UpkeepCommand("verify", false, node, loop);
    }

    static UpkeepCommand repair(Node node, Loop loop) {
        return new UpkeepCommand("repair", true, node, loop);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(Arguments arguments, Reply reply) throws UsageException {
        boolean deep = arguments.flag("deep");
        List<Upkeep> parts = new ArrayList<>(node.upkeeps());
        parts.sort(Comparator.comparingInt(Upkeep::turn));
        from(parts.iterator(), deep, new ArrayList<>()).thenAcceptAsync(kept -> answer(kept, reply), loop);
    }

    private CompletionStage<List<Kept>> from(Iterator<Upkeep> left, boolean deep, List<Kept> sum) {
        if (!left.hasNext()) {
            return CompletableFuture.completedFuture(sum);
        }
        Upkeep part = left.next();
        return ask(part, deep)
                .handle((kept, failure) -> failure == null ? kept : List.of(failed(part, failure)))
                .thenComposeAsync(
                        kept -> {
                            sum.addAll(kept);
                            return from(left, deep, sum);
                        },
                        loop);
    }

    private CompletionStage<List<Kept>> ask(Upkeep part, boolean deep) {
        try {
            return repair ? part.repair() : part.verify(deep);
        } catch (RuntimeException | LinkageError gone) {
            return CompletableFuture.failedFuture(gone);
        }
    }

    private static Kept failed(Upkeep part, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String what = "could not be looked at: " + (cause.getMessage() == null ? cause : cause.getMessage());
        return new Kept(part.getClass().getPackageName(), 0, "files", 0, List.of(new Fault(Outcome.LEFT, what)));
    }

    private void answer(List<Kept> kept, Reply reply) {
        ObjectNode out = Json.object();
        int[] counts = new int[Outcome.values().length];
        ArrayNode list = out.putArray("parts");
        for (Kept it : kept) {
            ArrayNode faults = list.addObject()
                    .put("name", Reply.oneLine(it.name()))
                    .put("items", it.items())
                    .put("unit", it.unit())
                    .put("bytes", it.bytes())
                    .putArray("faults");
            for (Fault fault : it.faults()) {
                counts[fault.outcome().ordinal()]++;
                faults.addObject()
                        .put("outcome", fault.outcome().name().toLowerCase(Locale.ROOT))
                        .put("message", Reply.oneLine(fault.message()));
            }
        }
        for (Outcome outcome : Outcome.values()) {
            out.put(outcome.name().toLowerCase(Locale.ROOT), counts[outcome.ordinal()]);
        }
        reply.data(out);
        int wrong = counts[Outcome.FOUND.ordinal()] + counts[Outcome.LEFT.ordinal()];
        if (wrong == 0) {
            reply.done();
        } else if (repair) {
            reply.exit(Reply.FAILED, wrong == 1 ? "1 fault was not mended" : wrong + " faults were not mended");
        } else {
            reply.exit(Reply.FAILED, wrong == 1 ? "1 fault was found" : wrong + " faults were found");
        }
    }
}
