// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** Lets a key of the JDK sign what BouncyCastle builds. For one signature. */
final class KeySigner implements ContentSigner {

    private final String name;
    private final ASN1ObjectIdentifier algorithm;
    private final PrivateKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /**
     * @param name what the JDK calls the algorithm
     * @param algorithm what the certificate calls it
     */
    KeySigner(String name, ASN1ObjectIdentifier algorithm, PrivateKey key) {
        this.name = name;
        this.algorithm = algorithm;
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        try {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(content.toByteArray());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not sign with its own key", e);
        }
    }
}
