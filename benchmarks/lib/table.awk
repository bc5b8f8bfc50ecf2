# load.tsv to a Markdown table. Figures are medians over the rounds, with the least and the greatest in parentheses. Ratios
# are taken round by round, against the base (nginx, where it is there) of the same round, so that a machine whose speed drifts does not distort them.
BEGIN {
    FS = "\t"
    count = split(order, names, " ")
}

$1 == conns && $3 != "warm-up" {
    name = $2
    round = $3
    if (round > rounds) rounds = round
    cpu[name, round] = $5
    others[name, round] = $6
    rate[name, round] = $7
    p50[name, round] = $8 / 1000
    p99[name, round] = $9 / 1000
    rss[name, round] = $10 / 1024
    pss[name, round] = $11 / 1024
    errors[name] += $12
    reads[name, round] = $13
    writes[name, round] = $14
}

# Sorts sorted[1..n] and leaves the median, the least and the greatest in `median`, `least` and `greatest`.
function rank(n, i, j, value) {
    for (i = 2; i <= n; i++) {
        value = sorted[i]
        for (j = i - 1; j > 0 && sorted[j] > value; j--) sorted[j + 1] = sorted[j]
        sorted[j + 1] = value
    }
    median = n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
    least = sorted[1]
    greatest = sorted[n]
}

function spread(values, name, format, round) {
    for (round = 1; round <= rounds; round++) sorted[round] = values[name, round]
    rank(rounds)
    return sprintf(format " (" format "–" format ")", median, least, greatest)
}

function middle(values, name, format, round) {
    for (round = 1; round <= rounds; round++) sorted[round] = values[name, round]
    rank(rounds)
    return sprintf(format, median)
}

# Against gateway `to`, round by round; divided by what upstream and load cost meanwhile if `relative`.
function ratio(name, to, relative, round, n) {
    n = 0
    for (round = 1; round <= rounds; round++) {
        if (cpu[to, round] > 0 && others[name, round] > 0 && others[to, round] > 0)
            sorted[++n] = cpu[name, round] / cpu[to, round] \
                / (relative ? others[name, round] / others[to, round] : 1)
    }
    if (n == 0) return "–"
    rank(n)
    return relative ? sprintf("%.2f", median) : sprintf("%.2f (%.2f–%.2f)", median, least, greatest)
}

END {
    if (rounds == 0) exit
    print "| | CPU µs/request | × " base " | × " base ", relative | requests/s | p50 ms | p99 ms | RSS MiB | PSS MiB | reads, writes | errors |"
    print "|---|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) {
        name = names[i]
        printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s, %s | %d |\n", name, spread(cpu, name, "%.1f"), \
            ratio(name, base, 0), ratio(name, base, 1), spread(rate, name, "%.0f"), middle(p50, name, "%.2f"), \
            spread(p99, name, "%.1f"), middle(rss, name, "%.0f"), middle(pss, name, "%.0f"), middle(reads, name, "%.2f"), \
            middle(writes, name, "%.2f"), errors[name]
    }
    print ""
    for (i = 1; i <= count; i++) {
        name = names[i]
        if (name == "sluice" && ("undertow", 1) in cpu) print "sluice ÷ undertow: " ratio(name, "undertow", 0)
        if (name == "sluice" && ("vertx", 1) in cpu) print "sluice ÷ vertx: " ratio(name, "vertx", 0)
        if (name == "sluice" && ("scg", 1) in cpu) print "sluice ÷ scg: " ratio(name, "scg", 0)
        if (name == "sluice" && ("sluice-before", 1) in cpu) print "sluice ÷ sluice-before: " ratio(name, "sluice-before", 0)
        if (name == "sluice" && ("sluice-h1", 1) in cpu) print "sluice ÷ sluice-h1: " ratio(name, "sluice-h1", 0)
        if (name == "sluice" && ("nghttpx", 1) in cpu) print "sluice ÷ nghttpx: " ratio(name, "nghttpx", 0)
        if (name == "sluice-full" && ("sluice", 1) in cpu) print "sluice-full ÷ sluice: " ratio(name, "sluice", 0)
    }
}
