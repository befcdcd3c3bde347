// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

/**
 * One way in which a provider breaks its contract. An enum of them has a constant {@code NONE} first, which stands for the
 * correct provider.
 */
interface Flaw {

    /** The system property that names the flaw of the providers that are made now. */
    String PROPERTY = "skerry.testkit.flaw";

    /** How much a flaw breaks. */
    enum Reach {
        /** The test that it was made for, and no other of the contract, which the long form of the tests checks. */
        ONE,
        /** Others, too, or it would make them all slow: only the test that it was made for is run. */
        MORE
    }

    /** {@return the name of the constant} */
    String name();

    /** {@return the method of the contract that has to fail; empty for the correct provider} */
    String test();

    /** {@return how much it breaks} */
    Reach reach();

    /**
     * The flaw of the providers that are made now. A property, as it must reach classes that are loaded twice.
     *
     * @param flaws all flaws of a kind of provider
     * @return one of them
     */
    static <F extends Enum<F> & Flaw> F current(Class<F> flaws) {
        return Enum.valueOf(flaws, System.getProperty(PROPERTY, "NONE"));
    }
}
