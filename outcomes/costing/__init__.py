"""What a family costs, who pays, who gains: pure arithmetic in Decimal, without Django, tables or files.

`catalogue` the dated prices; `ledger` events into lines; `absence` what schools report by term; `windows` before,
during and after; `support` what support costs; `money` uprating and showing; `appraisal`, `case_reading` and
`sensitivity` the business case. Nothing is rounded before `money.pounds` shows it.
"""
