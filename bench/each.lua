-- Sends each line of a file once, "address<TAB>body"; thread n of m takes every m-th. Whoever runs out gets a 404, which
-- counts as an error: the file has to be long enough.
dofile(debug.getinfo(1, "S").source:sub(2):match(".*/") .. "report.lua")

local started = 0
setup = function(thread)
  thread:set("nth", started)
  started = started + 1
end

init = function(args)
  lines, at = {}, 0
  local number = 0
  for line in io.lines(args[1]) do
    if number % tonumber(args[2]) == nth then lines[#lines + 1] = line end
    number = number + 1
  end
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

request = function()
  at = at + 1
  if not lines[at] then return wrk.format("GET", "/ran-out/") end
  local address, body = lines[at]:match("^(.-)\t(.*)$")
  return wrk.format("POST", address, nil, body)
end
