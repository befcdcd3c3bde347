// SPDX-License-Identifier: Apache-2.0
/**
 * Who is out there: peers remembered for a while after they were last heard, and the swarms that this node is in.
 */
@NullMarked
package org.skerry.peering.internal.directory;

import org.jspecify.annotations.NullMarked;
