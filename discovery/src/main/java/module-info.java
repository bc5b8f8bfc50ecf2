/** Members of pools from DNS. */
module dev.sluice.discovery {
    requires transitive dev.sluice.middlewares;
    requires org.dnsjava;
    requires static org.jspecify;

    exports dev.sluice.discovery;

    provides dev.sluice.middlewares.loadbalance.pool.SourceType with
            dev.sluice.discovery.DnsType,
            dev.sluice.discovery.SrvType;
}
