// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a signaling plugin as tests. Extend {@code SignalingProviderContract}, say how to make the plugin, and get
 * them all; {@code SignalingNode} is a node of its own, for further tests.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.testkit.signaling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
