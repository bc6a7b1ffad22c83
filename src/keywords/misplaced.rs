//! Values that hold another keyword's value as well, such as `1521/sales`.

use std::net::Ipv6Addr;

use super::ConnectionKeywords;
use crate::catalog::Role;

/// What stands in another keyword's value, so that it is in the wrong place and not missing.
#[derive(Clone, Copy, Debug)]
pub struct Misplaced {
    port: bool,
    name: bool,
    password: bool,
}

impl Misplaced {
    pub(super) fn of(string: &ConnectionKeywords<'_>) -> Misplaced {
        let value = |role| {
            let found = string.values().find(|value| value.role() == Some(role));
            found.map_or(String::new(), |value| value.as_str().to_owned())
        };
        let (host, port, user) = (value(Role::Host), value(Role::Port), value(Role::User));
        let host = host.rsplit("://").next().unwrap_or_default();
        let (host, path) = host.split_once('/').unwrap_or((host, ""));
        let is_v6 = host.parse::<Ipv6Addr>().is_ok();
        let behind = host.rsplit(']').next().unwrap_or_default();
        let parts = if is_v6 {
            0
        } else {
            behind.matches([':', ',']).count()
        };
        Misplaced {
            port: parts > 0,
            name: parts > 1 || !path.is_empty() || port.contains(['/', ':']),
            password: user.contains('/'),
        }
    }

    /// Whether something of this role is in the wrong place.
    pub fn holds(&self, role: Option<Role>) -> bool {
        match role {
            Some(Role::Port) => self.port,
            Some(Role::Sid | Role::Service) => self.name,
            Some(Role::Secret) => self.password,
            _ => false,
        }
    }
}
