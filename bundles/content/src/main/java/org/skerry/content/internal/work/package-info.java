// SPDX-License-Identifier: Apache-2.0
/** What shares and acquisitions work with: a {@code Workshop} of threads, clock and limits ({@code Settings}). */
@NullMarked
package org.skerry.content.internal.work;

import org.jspecify.annotations.NullMarked;
