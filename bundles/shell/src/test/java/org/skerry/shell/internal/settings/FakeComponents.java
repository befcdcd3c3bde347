// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Configurations in memory, and components that take them up at once, refuse them, or do nothing. */
final class FakeComponents implements Configurations, Users, RefusalLog {

    final Map<String, Map<String, Object>> all = new ConcurrentHashMap<>();
    volatile Predicate<Map<String, Object>> refused = values -> false;
    volatile boolean logs;
    volatile boolean asleep;
    final AtomicInteger puts = new AtomicInteger();

    @Override
    public List<Pid> instances(String factory) {
        return all.keySet().stream()
                .filter(it -> it.startsWith(factory + "~"))
                .sorted()
                .map(Pid::parse)
                .toList();
    }

    @Override
    public Optional<Map<String, Object>> find(Pid pid) {
        return Optional.ofNullable(all.get(pid.servicePid()));
    }

    @Override
    public void put(Pid pid, Map<String, Object> values) {
        all.put(pid.servicePid(), new TreeMap<>(values));
        puts.incrementAndGet();
    }

    @Override
    public void remove(Pid pid) {
        all.remove(pid.servicePid());
    }

    @Override
    public boolean known(Pid pid) {
        return !pid.type().equals("org.acme.unread");
    }

    @Override
    public List<User> of(Pid pid) {
        Optional<Map<String, Object>> values = find(pid);
        if (!known(pid) || values.isEmpty() && pid.instance().isPresent()) {
            return List.of();
        }
        Map<String, Object> fallback = Map.of("speed", 3);
        Map<String, Object> given = new TreeMap<>(fallback);
        if (!asleep) {
            given.putAll(values.orElse(Map.of()));
        }
        boolean fails = !logs && refused.test(given);
        return List.of(new User("c", 7, given, fallback, fails ? Optional.of("that does not work") : Optional.empty()));
    }

    @Override
    public long mark() {
        return puts.get();
    }

    @Override
    public Optional<String> since(long mark, long bundle) {
        boolean thrown = logs && puts.get() > mark && all.values().stream().anyMatch(refused);
        return thrown ? Optional.of("that does not work") : Optional.empty();
    }
}
