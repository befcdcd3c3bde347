// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.framework.Version;

/** Bundle sets as tests want them. */
public final class Sets {

    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.089Z");

    private Sets() {}

    /** A bundle that was deployed; its jar holds {@code name} and {@code version}. */
    public static SetBundle deployed(String name, String version, String feature) {
        String sha256 = FileHash.ofText(name + version);
        return new SetBundle(
                name,
                Version.parseVersion(version),
                5,
                feature,
                sha256,
                Optional.of("sha256:" + "ab".repeat(32)),
                "feature:org:" + name,
                new JarPlace(false, sha256 + ".jar"));
    }

    /** A bundle that was shipped. */
    public static SetBundle shipped(String name, String version, String feature) {
        return new SetBundle(
                name,
                Version.parseVersion(version),
                5,
                feature,
                FileHash.ofText(name + version),
                Optional.empty(),
                "feature:org:" + name,
                new JarPlace(true, "org/" + name + "/" + version + "/" + name + "-" + version + ".jar"));
    }

    /** A set that follows another; 0 for none. */
    public static BundleSet set(long id, long before, SetBundle... bundles) {
        return new BundleSet(
                id,
                before == 0 ? OptionalLong.empty() : OptionalLong.of(before),
                AT,
                List.of("framework", "node"),
                "cd".repeat(32),
                List.of(bundles));
    }
}
