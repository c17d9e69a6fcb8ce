"""The local world the demo and the tests run against: an X that lives on loopback, and a story."""
