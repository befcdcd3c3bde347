// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.metatype.AttributeDefinition;

class ConfigurationGuardTest {

    private static final String PID = "org.skerry.peering";

    private final ConfigurationGuard guard = new ConfigurationGuard(() -> Map.of(
            PID,
            Map.of(
                    "max.peers",
                    new Definition(
                            AttributeDefinition.INTEGER, false, Optional.of(1.0), Optional.of(1000.0), Set.of()))));

    private static Dictionary<String, Object> values(String... pairs) {
        Dictionary<String, Object> out = new Hashtable<>();
        out.put("service.pid", PID);
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(pairs[i], pairs[i + 1]);
        }
        return out;
    }

    private Dictionary<String, Object> passed(Dictionary<String, Object> values) {
        guard.modifyConfiguration(null, values);
        return values;
    }

    @Test
    void letsThroughWhatIsRight() {
        assertThat(passed(values("max.peers", "7", "other", "x"))).isEqualTo(values("max.peers", "7", "other", "x"));
        assertThat(passed(values("max.peers", "8"))).isEqualTo(values("max.peers", "8"));
    }

    @Test
    void keepsWhatWasSetBefore() {
        passed(values("max.peers", "7", "other", "x"));
        assertThat(passed(values("max.peers", "many", "other", "y"))).isEqualTo(values("max.peers", "7", "other", "x"));
        assertThat(passed(values("max.peers", "1001"))).isEqualTo(values("max.peers", "7", "other", "x"));
        assertThat(passed(values("max.peers", "9"))).isEqualTo(values("max.peers", "9"));
    }

    @Test
    void leavesOutOnlyWhatIsWrongWhereNothingWasSetBefore() {
        assertThat(passed(values("max.peers", "0", "other", "x"))).isEqualTo(values("other", "x"));
    }

    @Test
    void forgetsWhatWasDeleted() {
        passed(values("max.peers", "7"));
        guard.configurationEvent(new ConfigurationEvent(reference(), ConfigurationEvent.CM_DELETED, null, PID));
        assertThat(passed(values("max.peers", "0"))).isEqualTo(values());
    }

    @Test
    void leavesTheFirstConfigurationOfAFactoryToTheComponent() {
        Dictionary<String, Object> wrong =
                values("service.factoryPid", PID, "service.pid", PID + "~default", "max.peers", "0");
        assertThat(passed(wrong).get("max.peers")).isEqualTo("0");
    }

    @Test
    void leavesOthersAlone() {
        assertThat(passed(values("service.pid", "org.other", "max.peers", "0")).get("max.peers"))
                .isEqualTo("0");
    }

    private static ServiceReference<ConfigurationAdmin> reference() {
        @SuppressWarnings("unchecked")
        ServiceReference<ConfigurationAdmin> fake = (ServiceReference<ConfigurationAdmin>) Proxy.newProxyInstance(
                ServiceReference.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> null);
        return fake;
    }
}
