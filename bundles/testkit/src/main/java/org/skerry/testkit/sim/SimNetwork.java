// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.skerry.spi.transport.TransportProvider;

/**
 * What lies between hosts. Signals are datagrams: they are lost, come twice and out of order. Links are reliable and in order, as
 * long as there is a way: what a link cannot send waits, and after 10 s the link has failed. Hosts are known by name, so that one
 * that was restarted is the same machine.
 */
public final class SimNetwork {

    private static final Duration RETRANSMISSION = Duration.ofMillis(200);

    private final Simulation simulation;
    private final Random random;
    private final Map<String, SimNegotiation> offers = new HashMap<>();
    private final List<SimSignalingChannel> channels = new ArrayList<>();
    private final Set<SimLink> links = new LinkedHashSet<>();
    private final Map<String, Long> freeAt = new HashMap<>();
    private final Map<String, Conditions> ways = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> undialable = new HashSet<>();
    private final Map<String, Supplier<SimLink.Tampering>> tampering = new HashMap<>();
    private Map<String, Integer> islands = Map.of();
    private Conditions usual = Conditions.LAN;

    /** A network where every host reaches every other one, under the conditions of a LAN. */
    public SimNetwork(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random("network");
    }

    // ---- what a scenario does to it

    /** Sets what all ways are like that have no conditions of their own. */
    public synchronized void conditions(Conditions all) {
        usual = all;
    }

    /** Sets what the way from one host to another is like. */
    public synchronized void conditions(String from, String to, Conditions of) {
        ways.put(way(from, to), of);
    }

    /** Splits it: hosts of different sets do not reach each other; those that are not named are a set of their own. */
    public synchronized void partition(List<Set<String>> parts) {
        simulation.trace("network: falls into " + parts);
        Map<String, Integer> next = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            for (String host : parts.get(i)) {
                next.put(host, i + 1);
            }
        }
        islands = next;
    }

    /** Lets nothing through from one host to another, while the other way stays as it is. */
    public synchronized void close(String from, String to) {
        simulation.trace("network: nothing from " + from + " to " + to);
        closed.add(way(from, to));
    }

    /** Lets no link be made from one host to another; signals, and links that are made the other way round, work. */
    public synchronized void noDialling(String from, String to) {
        simulation.trace("network: " + from + " cannot dial " + to);
        undialable.add(way(from, to));
    }

    /**
     * Does something to all that a host sends over links, those of now and those to come.
     *
     * @param with yields what is done, for each link anew
     */
    public synchronized void tamper(SimHost host, Supplier<SimLink.Tampering> with) {
        simulation.trace("network: tampers with what " + host.name() + " sends");
        tampering.put(host.name(), with);
        openLinks().stream().filter(link -> link.host() == host).forEach(link -> link.tamper(with.get()));
    }

    /** Opens every way again, and gives all of them the usual conditions. */
    public synchronized void heal() {
        simulation.trace("network: is whole again");
        islands = Map.of();
        closed.clear();
        undialable.clear();
        ways.clear();
    }

    /** Breaks every link of a host at once; both ends hear so. */
    public void breakLinks(SimHost host) {
        simulation.trace("network: the links of " + host.name() + " break");
        openLinks().stream().filter(link -> link.of(host)).forEach(SimLink::cut);
    }

    /** {@return ends of links that are open on hosts that run} */
    public synchronized List<SimLink> openLinks() {
        links.removeIf(link -> !link.alive());
        return List.copyOf(links);
    }

    // ---- what a node is given

    /** {@return the transport of a host} */
    public TransportProvider transport(SimHost host) {
        return context -> new SimTransport(this, host, context);
    }

    /** {@return the signaling of a host, to all others on this network} */
    public SimSignaling signaling(SimHost host) {
        return new SimSignaling(this, host);
    }

    // ---- for what works on it

    Simulation simulation() {
        return simulation;
    }

    synchronized void add(SimLink end) {
        Supplier<SimLink.Tampering> with = tampering.get(end.host().name());
        if (with != null) {
            end.tamper(with.get());
        }
        links.add(end);
    }

    synchronized void remove(SimLink end) {
        links.remove(end);
    }

    synchronized void add(SimSignalingChannel channel) {
        channels.add(channel);
    }

    synchronized void remove(SimSignalingChannel channel) {
        channels.remove(channel);
    }

    synchronized List<SimSignalingChannel> channels() {
        channels.removeIf(channel -> !channel.host().alive());
        return List.copyOf(channels);
    }

    synchronized String offer(SimNegotiation from) {
        String name = Long.toHexString(random.nextLong());
        offers.put(name, from);
        return name;
    }

    synchronized @Nullable SimNegotiation offered(String name) {
        return offers.get(name);
    }

    synchronized void withdraw(String name) {
        offers.remove(name);
    }

    private static String way(String from, String to) {
        return from + ">" + to;
    }

    private Conditions of(SimHost from, SimHost to) {
        return ways.getOrDefault(way(from.name(), to.name()), usual);
    }

    /** {@return whether anything gets from one to another} */
    synchronized boolean reaches(SimHost from, SimHost to) {
        return !from.still()
                && !to.still()
                && islands.getOrDefault(from.name(), 0).equals(islands.getOrDefault(to.name(), 0))
                && !closed.contains(way(from.name(), to.name()));
    }

    /** {@return whether one can make a link to another} */
    synchronized boolean dials(SimHost from, SimHost to) {
        return reaches(from, to) && reaches(to, from) && !undialable.contains(way(from.name(), to.name()));
    }

    /** {@return nanoseconds from now until a host has sent so many bytes after all that it sends already} */
    synchronized long sending(SimHost from, SimHost to, int bytes) {
        long now = simulation.nanoTime();
        long start = Math.max(now, freeAt.getOrDefault(from.name(), 0L));
        long end = start + bytes * 1_000_000_000L / of(from, to).bytesPerSecond();
        freeAt.put(from.name(), end);
        return end - now;
    }

    /** {@return nanoseconds that something takes to arrive that is sent again when it is lost} */
    synchronized long surely(SimHost from, SimHost to) {
        long time = once(from, to);
        while (random.nextDouble() < of(from, to).loss()) {
            time += RETRANSMISSION.toNanos();
        }
        return time;
    }

    /** {@return nanoseconds after which a datagram arrives: none, one or two of them} */
    synchronized List<Long> datagram(SimHost from, SimHost to) {
        List<Long> arrivals = new ArrayList<>();
        Conditions conditions = of(from, to);
        if (reaches(from, to) && random.nextDouble() >= conditions.loss()) {
            arrivals.add(once(from, to));
            if (random.nextDouble() < conditions.duplicates()) {
                arrivals.add(once(from, to));
            }
        }
        return arrivals;
    }

    private long once(SimHost from, SimHost to) {
        Conditions conditions = of(from, to);
        long jitter = conditions.jitter().toNanos();
        return conditions.latency().toNanos() + (jitter == 0 ? 0 : random.nextLong(jitter));
    }
}
