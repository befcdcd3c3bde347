// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.skerry.api.Skerry;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upkeep;
import org.skerry.shell.internal.check.ConfigurationReport;

/** A node that a test sets up. */
public final class FakeNode implements Node {

    public volatile Optional<Skerry> skerry = Optional.empty();
    public volatile Optional<Upgrades> upgrades = Optional.empty();
    public volatile List<Upkeep> upkeeps = List.of();
    public volatile List<PartFinding> findings = List.of();
    public volatile ConfigurationReport report = ConfigurationReport.CLEAN;
    public final FakeSettings settings = new FakeSettings();
    public final CountDownLatch stopped = new CountDownLatch(1);

    public static PartFinding finding(String name, boolean ready, String message) {
        return new PartFinding("org.skerry." + name, new Finding(name, ready, message));
    }

    @Override
    public List<Upkeep> upkeeps() {
        return upkeeps;
    }

    @Override
    public Optional<Skerry> skerry() {
        return skerry;
    }

    @Override
    public List<PartFinding> findings() {
        return findings;
    }

    @Override
    public Optional<Upgrades> upgrades() {
        return upgrades;
    }

    @Override
    public List<BundleState> bundles() {
        return List.of(new BundleState(1, "org.skerry.api", "1.0.0", "active"));
    }

    @Override
    public ConfigurationReport configuration() {
        return report;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Path home() {
        return Path.of("/home");
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
