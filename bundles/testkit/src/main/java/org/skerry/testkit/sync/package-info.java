// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a sync strategy as tests. Extend {@code SyncStrategyContract} and say how to make the strategy;
 * {@code SketchedSwarm} is a view of a swarm made by hand, for tests of what a strategy prefers.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.testkit.sync;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
