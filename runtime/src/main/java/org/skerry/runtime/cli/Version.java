// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the version of this build, from the jar. */
public final class Version implements IVersionProvider {

    /** {@return the version, or {@code development} when run from class files} */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"skerry " + text(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")};
    }
}
