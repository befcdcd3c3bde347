# SPDX-License-Identifier: Apache-2.0
# Run by "sh -ec" in a fresh network namespace, with a command as its arguments. Makes loopback, a second interface
# (what offers no loopback still finds an address), a default route and a route for multicast; none of it leads out.
ip link set lo up
ip link add skerry0 type veth peer name skerry1
ip address add 10.83.75.1/24 dev skerry0
ip link set skerry0 up
ip link set skerry1 up
ip route add default via 10.83.75.2
ip route add 224.0.0.0/4 dev skerry0
SKERRY_ISOLATED=1 exec "$@"
