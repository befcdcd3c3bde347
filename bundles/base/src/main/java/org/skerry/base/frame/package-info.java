// SPDX-License-Identifier: Apache-2.0
/** The wire frame of a session: a header of 14 bytes and a payload. What the types mean is decided above. */
@NullMarked
package org.skerry.base.frame;

import org.jspecify.annotations.NullMarked;
