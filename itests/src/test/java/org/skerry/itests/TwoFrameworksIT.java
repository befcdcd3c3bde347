// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

/** Two frameworks with the direct transport. */
public class TwoFrameworksIT extends TwoFrameworks {

    public TwoFrameworksIT() {
        super("direct");
    }
}
