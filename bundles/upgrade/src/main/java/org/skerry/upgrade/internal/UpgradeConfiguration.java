// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code etc/org.skerry.upgrade.cfg}. */
@ObjectClassDefinition(name = "Skerry upgrade")
@interface UpgradeConfiguration {

    /** How long the new bundles have to show that they work. */
    @AttributeDefinition(
            description =
                    "Seconds that new bundles have until everything works that worked before; then the old ones come back",
            min = "1",
            max = "600")
    int window_s() default 30;

    /** How long what stops may take to end its work. */
    @AttributeDefinition(
            description = "Seconds that bundles have to end their work before they stop",
            min = "0",
            max = "600")
    int drain_s() default 5;

    /** Development only. */
    @AttributeDefinition(
            description =
                    "Take files that nobody has signed. Whoever can write such a file can then run code in this node:"
                            + " for development only")
    boolean allow_unsigned() default false;

    /** How often the folder for deployed files is looked at. */
    @AttributeDefinition(
            description = "Milliseconds between two looks into the folder deploy/ of the home; 0: it is not looked at",
            min = "0",
            max = "3600000")
    int deploy_poll_ms() default 1000;

    /** A limit. */
    @AttributeDefinition(
            description = "Most bytes of a file that is deployed, also unpacked",
            min = "1024",
            max = "4294967296")
    long max_bytes() default 268_435_456;

    /** A limit. */
    @AttributeDefinition(
            description = "Bytes of the audit log until another one is begun",
            min = "4096",
            max = "1073741824")
    long audit_bytes() default 1_048_576;
}
