// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.skerry.api.ChunkId;
import org.skerry.spi.store.ChunkStore;
import org.skerry.testkit.store.ChunkStoreContract;

/** The contract of chunk stores on a {@link FlawedStore}. Not run by itself. */
class StoreOnTrial extends ChunkStoreContract {

    private static final List<FlawedStore> OPENED = new CopyOnWriteArrayList<>();

    private final StoreFlaw flaw = Flaw.current(StoreFlaw.class);
    private final FlawedShelf shelf = new FlawedShelf(flaw);

    @RegisterExtension
    final Patience patience = new Patience(flaw);

    /** Frees what flaws left behind. */
    static void cleanUp() {
        OPENED.forEach(FlawedStore::endThread);
        OPENED.clear();
        System.getProperties().remove(FlawedStore.class.getName());
    }

    @Override
    protected ChunkStore open() {
        FlawedStore store = new FlawedStore(shelf);
        OPENED.add(store);
        return store;
    }

    @Override
    protected void close(ChunkStore store) {
        ((FlawedStore) store).close();
    }

    @Override
    protected String durability() {
        return ChunkStore.DURABILITY_PROCESS;
    }

    @Override
    protected boolean damage(ChunkId id, boolean cut) {
        shelf.damage(id, cut);
        return true;
    }

    @Override
    protected Duration patience() {
        return patience.now();
    }

    @Override
    protected Set<String> packagesOfStore() {
        return Set.of("org.skerry.testkit.broken");
    }
}
