// SPDX-License-Identifier: Apache-2.0
/** Internet addresses: {@code AddressScope} says how far one reaches. */
@NullMarked
package org.skerry.base.net;

import org.jspecify.annotations.NullMarked;
