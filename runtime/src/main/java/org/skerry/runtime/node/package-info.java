// SPDX-License-Identifier: Apache-2.0
/**
 * Boots a node: a plain Felix framework with the features of a distribution, in a home folder.
 *
 * <p>{@link org.skerry.runtime.node.Distribution} is what was shipped and never changes;
 * {@link org.skerry.runtime.node.NodeHome} is what belongs to one node; {@link org.skerry.runtime.node.NodeFramework} is the
 * running thing.
 */
package org.skerry.runtime.node;
