// SPDX-License-Identifier: Apache-2.0
/**
 * The service {@code Contents}. {@code ContentComponent} is its Declarative Services shell around {@code LocalContents},
 * which lends one {@code Workshop} of threads and limits to the rooms beside: {@code chunk} and {@code manifest} know
 * formats, {@code disk} knows files, {@code share} reads folders in and serves them, {@code acquire} writes them out.
 */
@NullMarked
package org.skerry.content.internal;

import org.jspecify.annotations.NullMarked;
