// SPDX-License-Identifier: Apache-2.0
/**
 * Strict canonical CBOR. {@code CborValue} is the tree of what can be said, {@code CborCodec} turns it into its one
 * encoding and back, {@code CborLimits} bounds what is accepted from others, and {@code MalformedCborException} says
 * what was wrong. {@code CborMap} and {@code CborArray} check types and ranges as they are read. {@code CborReader},
 * {@code CborWriter}, {@code MatchingOutput} and {@code Typed} are the workings.
 */
@NullMarked
package org.skerry.base.cbor;

import org.jspecify.annotations.NullMarked;
