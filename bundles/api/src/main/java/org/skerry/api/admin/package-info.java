// SPDX-License-Identifier: Apache-2.0
/** What an operator asks of a node beyond sharing and fetching: who am I, since when, what is missing, what has rotted on the disk. */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.api.admin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
