// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Registration;
import org.skerry.api.Transfer;
import org.skerry.api.TransferId;
import org.skerry.api.TransferResult;

/** All transfers of this node: those under way, and the last ones that ended. The list may be read by any thread. */
public final class Transfers implements OtherTransfers {

    private static final Duration TICK = Duration.ofMillis(250);

    /** Near peers answer meanwhile: to look at the disk at the same time makes both slower where cores are few. */
    private static final Duration HEAD_START = Duration.ofMillis(10);

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 8;

    private final Ground ground;
    private final Ground.Rooms rooms;
    private final List<TransferRun> all = new CopyOnWriteArrayList<>();
    private final Set<Registration> early = ConcurrentHashMap.newKeySet();
    private boolean ticking;

    /** Begins with none. */
    public Transfers(Ground ground, Ground.Rooms rooms) {
        this.ground = ground;
        this.rooms = rooms;
    }

    /** {@return all, oldest first} */
    public List<Transfer> list() {
        return List.copyOf(all);
    }

    /** Begins a transfer, or finds the one that does the same. Any thread. */
    public synchronized Transfer fetch(ContentLink link, FetchOptions options) {
        for (TransferRun run : all) {
            if (run.same(link, options)) {
                return run;
            }
        }
        TransferRecord record = new TransferRecord(newId(), link, options, false, Optional.empty());
        Registration asked = ground.memberships().ask(ground.peering(), link.swarm());
        early.add(asked);
        TransferRun run = new TransferRun(ground, rooms, this, record);
        all.add(run);
        ground.journal().keep(record);
        ground.context().loop().schedule(HEAD_START, () -> {
            try {
                begin(run);
            } finally {
                early.remove(asked);
                asked.close();
            }
        });
        return run;
    }

    /** Caches a content, or goes on with it. On the loop. @param asked for just now, so it is paused no more */
    void follow(ContentLink link, boolean asked) {
        Transfer transfer =
                fetch(link.withoutSecret(), new FetchOptions(Optional.empty(), Path.of(""), Optional.empty(), 0));
        if (asked) {
            transfer.resume();
        }
    }

    /** Ends what caches a content. On the loop. */
    void cancelCached(ContentLink link) {
        all.stream()
                .filter(it -> !it.isEnded() && it.link().root().equals(link.root()))
                .filter(it -> it.link().secret().isEmpty())
                .forEach(it -> it.end(new TransferResult.Cancelled(), true));
    }

    /** Takes up again what was kept. @return what is to {@linkplain #begin} now */
    synchronized List<TransferRun> takeUp(List<TransferRecord> records) {
        List<TransferRun> runs = new ArrayList<>();
        for (TransferRecord record : records) {
            if (all.stream().anyMatch(it -> it.repeats(record))) {
                ground.journal().forget(record.id());
            } else if (all.stream().noneMatch(it -> it.id().equals(record.id()))) {
                TransferRun run = new TransferRun(ground, rooms, this, record);
                all.add(run);
                runs.add(run);
            }
        }
        return runs;
    }

    /** {@return those that there are now; any thread} */
    List<TransferRun> runs() {
        return List.copyOf(all);
    }

    /** Begins a transfer. On the loop. */
    void begin(TransferRun run) {
        run.begin();
        trim();
        tickLater();
    }

    @Override
    public boolean use(TransferRun whole) {
        return all.stream().anyMatch(it -> it != whole && it.uses(whole));
    }

    @Override
    public void replacedBy(TransferRun whole) {
        List<TransferRun> before =
                all.stream().filter(it -> it != whole && it.servesAs(whole)).toList();
        all.removeAll(before);
        before.forEach(TransferRun::retire);
    }

    private TransferId newId() {
        while (true) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < ID_LENGTH; i++) {
                text.append(DIGITS.charAt(ground.context().random().nextInt(DIGITS.length())));
            }
            TransferId id = new TransferId(text.toString());
            if (all.stream().noneMatch(it -> it.id().equals(id))) {
                return id;
            }
        }
    }

    /** Content has come. */
    public void contentCame() {
        all.forEach(TransferRun::begin);
    }

    /** Content has gone. */
    public void contentGone() {
        all.forEach(TransferRun::contentGone);
    }

    /** Providers have changed. */
    public void update() {
        all.forEach(TransferRun::update);
    }

    /** The node stops. What was under way is kept and can be taken up again. */
    public void stop() {
        all.forEach(TransferRun::stop);
        early.forEach(Registration::close);
        early.clear();
    }

    private void tickLater() {
        if (!ticking) {
            ticking = true;
            ground.context().loop().schedule(TICK, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        rooms.fetching().tick();
        all.forEach(TransferRun::tick);
        if (all.stream().anyMatch(it -> !it.isEnded())) {
            tickLater();
        }
    }

    /** Lets go of the transfers that ended first, failed ones before those that are served on. */
    private void trim() {
        int most = ground.context().settings().transfersKept();
        while (true) {
            List<TransferRun> over = new ArrayList<>(all);
            over.removeIf(it -> !it.isEnded());
            if (over.size() <= most) {
                return;
            }
            Optional<TransferRun> unserved =
                    over.stream().filter(TransferRun::isUnserved).findFirst();
            TransferRun oldest = unserved.orElse(over.get(0));
            all.remove(oldest);
            oldest.retire();
        }
    }
}
