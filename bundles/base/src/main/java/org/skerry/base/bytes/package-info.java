// SPDX-License-Identifier: Apache-2.0
/** Small tools on bytes: joining, fixed-width integers, hexadecimal text, and a bounded pool of buffers. */
@NullMarked
package org.skerry.base.bytes;

import org.jspecify.annotations.NullMarked;
