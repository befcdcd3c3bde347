// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.skerry.api.ChunkId;
import org.skerry.api.admin.Upkeep;
import org.skerry.spi.store.ChunkStore;
import org.skerry.store.file.internal.FileChunkStore;

/**
 * A file store without a node: says how long it takes until it has counted all that it holds, and until it has said of every chunk
 * that it has it; verifies if it is told to; and then writes until it is killed.
 */
final class StoreEnd {

    static final String COUNTED = "counted ";
    static final String HAS = "has ";
    static final String VERIFIED = "verified ";
    static final String WRITES = "writes";
    static final String VERIFY = "verify";

    private static final int AT_ONCE = 4096;

    private final AtomicReference<ChunkStore> store = new AtomicReference<>();
    private final AtomicReference<Upkeep> upkeep = new AtomicReference<>();

    private StoreEnd() {}

    /** @param arguments folder of the store; file with the names of its chunks */
    public static void main(String[] arguments) throws Exception {
        List<ChunkId> ids = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            ids.add(ChunkId.of(HexFormat.of().parseHex(line)));
        }
        StoreEnd end = new StoreEnd();
        long start = System.nanoTime();
        end.open(arguments[0]);
        end.count(ids.size());
        say(COUNTED + (System.nanoTime() - start));
        end.ask(ids);
        say(HAS + (System.nanoTime() - start));
        String told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        if (VERIFY.equals(told)) {
            long before = System.nanoTime();
            Upkeep.Kept kept =
                    end.upkeep.get().verify(true).toCompletableFuture().get().get(0);
            say(VERIFIED + (System.nanoTime() - before) + " " + kept.items() + " " + kept.bytes() + " "
                    + kept.faults().size());
        }
        end.write();
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** As the component runtime would make it, with what it registers at hand. */
    private void open(String directory) throws ReflectiveOperationException {
        ClassLoader loader = StoreEnd.class.getClassLoader();
        Object registration = Proxy.newProxyInstance(
                loader, new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> null);
        Object context =
                Proxy.newProxyInstance(loader, new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("registerService")) {
                        if (arguments[1] instanceof ChunkStore it) {
                            store.set(it);
                        } else if (arguments[1] instanceof Upkeep it) {
                            upkeep.set(it);
                        }
                        return registration;
                    }
                    return null;
                });
        var constructor = FileChunkStore.class.getConstructors()[0];
        Object configuration = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {constructor.getParameterTypes()[1]},
                (proxy, method, arguments) ->
                        method.getName().equals("directory") ? directory : method.getDefaultValue());
        constructor.newInstance(context, configuration);
    }

    private void count(int all) throws InterruptedException {
        while (store.get().usage().chunks() < all) {
            Thread.sleep(1);
        }
    }

    private void ask(List<ChunkId> ids) throws Exception {
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<ChunkId> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            int here = store.get().has(some).toCompletableFuture().get().cardinality();
            if (here != some.size()) {
                throw new IllegalStateException("the store lacks " + (some.size() - here) + " of its chunks");
            }
        }
    }

    /** Each is removed again, so that the store stays as big as it was. */
    private void write() throws Exception {
        Random random = new Random();
        say(WRITES);
        while (true) {
            byte[] chunk = new byte[32 << 10];
            random.nextBytes(chunk);
            ChunkId id = ChunkId.ofChunk(ByteBuffer.wrap(chunk));
            store.get().put(id, ByteBuffer.wrap(chunk)).toCompletableFuture().get();
            store.get().remove(id).toCompletableFuture().get();
        }
    }
}
