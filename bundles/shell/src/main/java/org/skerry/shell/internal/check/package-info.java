// SPDX-License-Identifier: Apache-2.0
/**
 * Finds mistakes in {@code etc/*.cfg}. {@code ConfigurationCheck} compares the files with the {@code Definitions} of the
 * bundles (metatype), {@code ComponentFailures} tells which components refused what they got.
 */
package org.skerry.shell.internal.check;
