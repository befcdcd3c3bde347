// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

/** A machine, or one life of it: loops, a wall clock that may be wrong, and an end without warning. */
public final class SimHost {

    private final Simulation simulation;
    private final String name;
    private final SimLoop network;
    private volatile Duration offset = Duration.ZERO;
    private volatile boolean alive = true;
    private volatile boolean still;

    SimHost(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.network = loop("network");
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return the world's time} */
    public Simulation simulation() {
        return simulation;
    }

    /** {@return another loop of it} */
    public SimLoop loop(String what) {
        return new SimLoop(simulation, this, name + "/" + what);
    }

    /** {@return the loop of its network card} */
    SimLoop network() {
        return network;
    }

    /** {@return a source of chance of its own} */
    public Random random(String purpose) {
        return simulation.random(name + "/" + purpose);
    }

    /** {@return what its wall clock shows} */
    public Instant now() {
        return Simulation.START.plusNanos(simulation.nanoTime()).plus(offset);
    }

    /** {@return its wall clock} */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("this clock knows UTC only");
            }

            @Override
            public Instant instant() {
                return now();
            }
        };
    }

    /** Sets its wall clock, which timers do not notice. @param by how far it is ahead of the world's from now on */
    public void clockIsOff(Duration by) {
        simulation.trace(name + ": the clock is off by " + by);
        offset = by;
    }

    /**
     * Stops it for a while, as a lid that is closed or a stopped process does: none of its tasks run, nothing reaches it or leaves it,
     * and it does not notice. What was due meanwhile happens when it {@linkplain #goOn goes on}.
     */
    public void standStill() {
        simulation.trace(name + ": stands still");
        still = true;
        simulation.still(this);
    }

    /** Ends standing still. */
    public void goOn() {
        simulation.trace(name + ": goes on");
        still = false;
        simulation.goesOn(this);
    }

    /** {@return whether it stands still} */
    public boolean still() {
        return still;
    }

    /** {@return whether it runs} */
    public boolean alive() {
        return alive;
    }

    /** Ends it at once: nothing that waits on its loops is run, and nobody is told. */
    public void crash() {
        simulation.trace(name + ": crashes");
        alive = false;
    }
}
