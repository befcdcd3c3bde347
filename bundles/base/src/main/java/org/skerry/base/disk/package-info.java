// SPDX-License-Identifier: Apache-2.0
/** What makes names on a disk survive a loss of power, and what errors of a disk say. */
@NullMarked
package org.skerry.base.disk;

import org.jspecify.annotations.NullMarked;
