// SPDX-License-Identifier: Apache-2.0
/**
 * The keys of a node and what is made with them. {@link org.skerry.identity.internal.LocalIdentity} is the node's
 * identity, open over a folder: {@code IdentityFolder} reads and writes its files ({@code OwnerFile} one of them),
 * {@code SealKeys} rotates the keys that others seal to, {@code TransportCertificates} makes the certificates of a process.
 * {@link org.skerry.identity.internal.SealedEnvelopes} seals and opens signals: {@code SignalCodec} is the signed inside,
 * {@code Hpke} and {@code AesGcm} the sealed outside, {@code SwarmKeys} what is derived of a swarm and a day. {@code
 * SigningKey} and {@code X25519Keys} are the only callers of BouncyCastle's curves, {@code TransportCertificates} of its
 * certificate builder. The components are thin shells for Declarative Services.
 */
@NullMarked
package org.skerry.identity.internal;

import org.jspecify.annotations.NullMarked;
