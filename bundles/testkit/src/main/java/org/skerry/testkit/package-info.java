// SPDX-License-Identifier: Apache-2.0
/** What the contracts of all kinds of plugins share. */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
