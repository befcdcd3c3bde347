// SPDX-License-Identifier: Apache-2.0
/**
 * What a trust policy implements: it says who may come in.
 */
@Export
@Version("0.9.0")
@NullMarked
package org.skerry.spi.trust;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
