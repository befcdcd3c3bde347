// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.feature.FeatureService;

/** Feature files as tests want them. */
final class FeatureFiles {

    private FeatureFiles() {}

    static FeatureService reader() {
        return ServiceLoader.load(FeatureService.class).findFirst().orElseThrow();
    }

    /** A feature {@code org:NAME:1} with bundles of these Maven coordinates. */
    static String feature(String name, String... ids) {
        return "{\"feature-resource-version\":\"1.0\",\"id\":\"org:" + name + ":1\",\"bundles\":["
                + Stream.of(ids).map(it -> "{\"id\":\"" + it + "\"}").collect(Collectors.joining(",")) + "]}";
    }
}
