// SPDX-License-Identifier: Apache-2.0
/**
 * Whose code may be deployed. {@link org.skerry.upgrade.trust.Publishers} holds the public keys of a home and judges signatures, a
 * {@link org.skerry.upgrade.trust.SigningKey} makes them, an {@link org.skerry.upgrade.trust.Artifact} is a file with its
 * {@link org.skerry.upgrade.trust.Signatures} beside it. Used in the bundle and by the command line, so: JDK only.
 */
@NullMarked
package org.skerry.upgrade.trust;

import org.jspecify.annotations.NullMarked;
