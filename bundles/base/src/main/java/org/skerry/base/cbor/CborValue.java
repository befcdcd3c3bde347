// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.cbor;

/**
 * One CBOR data item of the subset that Skerry speaks: integers below 2^53, byte and text strings, arrays, maps with
 * integer keys, booleans and null. Values are immutable and may be shared between threads.
 */
public sealed interface CborValue permits CborInt, CborBytes, CborText, CborArray, CborMap, CborBool, CborNull {}
