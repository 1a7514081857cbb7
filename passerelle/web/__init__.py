"""The pages: one file per subject, its templates and its stylesheet.

A page asks queries and calls actions; it holds no rule.
Every page works without JavaScript; htmx swaps named blocks of the same template.
"""
