"""What a private HTTP cache may do with a response it stored (RFC 9111): pure functions, no input or output.

`directives` reads Cache-Control; `freshness` says how old a response is and how long it is good for; `storing` what
may be stored and which requests it answers; `validation` what a 304 confirms; `stale` what an error may be bridged with.

Headers are mappings from names in lower case to values, the lines of one name joined with commas.
"""
