// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a transport as tests. Extend {@code TransportProviderContract}, say how to make the provider, and get them
 * all; {@code LinkPair} and {@code SignalPipe} make links without a node, for further tests.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.testkit.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
